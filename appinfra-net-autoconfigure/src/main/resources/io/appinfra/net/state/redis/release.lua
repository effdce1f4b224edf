local owner, host = ARGV[1], ARGV[2]
if owner == host then
  redis.call('DEL', key('session', owner))
  redis.call('SREM', base .. 'sessions', owner)
else
  redis.call('HDEL', key('session', host), owner)
end
for _, lock in ipairs(allLocks()) do
  local present = readHeld(lock)
  if present.owner == owner or (owner == host and present.host == owner) then
    passOn(lock)
  end
end
return 1
