local maps, held = {}, {}
local names = redis.call('SMEMBERS', base .. 'maps')
for i = 1, #names do
  maps[#maps + 1] = names[i]
  maps[#maps + 1] = redis.call('HLEN', key('map', names[i]))
end
for _, lock in ipairs(allLocks()) do
  local present = holder(lock)
  if present then
    held[#held + 1] = lock
    held[#held + 1] = present.owner
    held[#held + 1] = present.token
    held[#held + 1] = redis.call('LLEN', key('waiting', lock))
  end
end
return {maps, redis.call('HGETALL', base .. 'counters'), held}
