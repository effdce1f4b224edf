local owner, lease = ARGV[1], tonumber(ARGV[2])
redis.call('HSET', key('session', owner), '@', lease)
redis.call('PEXPIRE', key('session', owner), lease)
redis.call('SADD', base .. 'sessions', owner)
local locks = redis.call('HKEYS', base .. 'locks')
for i = 1, #locks do
  holder(locks[i])
end
return (nextNumber(base .. 'last'))
