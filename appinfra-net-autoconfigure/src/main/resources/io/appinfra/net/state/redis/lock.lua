local lock, id, host, owner, waits = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if not mayTake(id, host, owner) then
  return 'UNKNOWN'
end
local found = redis.call('HMGET', locks, lock, '')
if not found[1] or not holder(lock) then
  return hold(lock, found[2], false, attempt(id, host, owner))
end
if waits then
  await(lock, attempt(id, host, owner))
end
return 'BUSY'
