local owner, lease = ARGV[1], tonumber(ARGV[2])
redis.call('HSET', key('session', owner), '@', lease)
redis.call('PEXPIRE', key('session', owner), lease)
redis.call('SADD', base .. 'sessions', owner)
for _, lock in ipairs(allLocks()) do
  holder(lock)
end
return 1
