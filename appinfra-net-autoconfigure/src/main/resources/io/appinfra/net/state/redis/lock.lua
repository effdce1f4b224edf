local lock, id, host, owner, store = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if not mayTake(id, host, owner) then
  return 'UNKNOWN'
end
local present = holder(lock)
if not present then
  return hold(lock, id, host, owner)
end
if store then
  redis.call('RPUSH', key('waiting', lock), cjson.encode({id, host, owner, store}))
end
return 'BUSY'
