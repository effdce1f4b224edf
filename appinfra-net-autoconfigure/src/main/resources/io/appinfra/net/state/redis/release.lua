local owner, host = ARGV[1], ARGV[2]
if owner == host then
  redis.call('DEL', key('session', owner))
  redis.call('SREM', base .. 'sessions', owner)
else
  redis.call('HDEL', key('session', host), owner)
end
local locks = redis.call('HGETALL', base .. 'locks')
for i = 1, #locks, 2 do
  local present = cjson.decode(locks[i + 1])
  if present[4] == owner or (owner == host and present[3] == owner) then
    passOn(locks[i])
  end
end
return 1
