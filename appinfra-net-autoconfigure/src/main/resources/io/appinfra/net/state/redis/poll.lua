local lock, id, host, owner, store = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if not mayTake(id, host, owner) then
  return 'UNKNOWN'
end
local present = holder(lock)
if present and present[2] == id then
  return present[1]
end
local waiter = cjson.encode({id, host, owner, store})
local waiting = redis.call('LRANGE', key('waiting', lock), 0, -1)
for i = 1, #waiting do
  if waiting[i] == waiter then
    if not present then
      passOn(lock)
      present = holder(lock)
      if present and present[2] == id then
        return present[1]
      end
    end
    return 'BUSY'
  end
end
if not present then
  return hold(lock, id, host, owner)
end
redis.call('RPUSH', key('waiting', lock), waiter)
return 'BUSY'
