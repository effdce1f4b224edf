local lock, id, host, owner = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if not mayTake(id, host, owner) then
  return 'UNKNOWN'
end
local present = holder(lock)
if present and present.id == id then
  return present.token
end
local waiter = attempt(id, host, owner)
local waiting = redis.call('LRANGE', key('waiting', lock), 0, -1)
for i = 1, #waiting do
  if waiting[i] == waiter then
    if not present then
      passOn(lock)
      present = holder(lock)
      if present and present.id == id then
        return present.token
      end
    end
    return 'BUSY'
  end
end
if not present then
  return hold(lock, redis.call('HGET', locks, ''), #waiting > 0, waiter)
end
await(lock, waiter)
return 'BUSY'
