local lock, id, host, owner, store = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
redis.call('LREM', key('waiting', lock), 1, cjson.encode({id, host, owner, store}))
local held = redis.call('HGET', base .. 'locks', lock)
local present = held and cjson.decode(held)
if present and present[2] == id then
  return present[1]
end
return false
