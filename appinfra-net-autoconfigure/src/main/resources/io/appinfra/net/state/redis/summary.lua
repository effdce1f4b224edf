local maps, locks = {}, {}
local names = redis.call('SMEMBERS', base .. 'maps')
for i = 1, #names do
  maps[#maps + 1] = names[i]
  maps[#maps + 1] = redis.call('HLEN', key('map', names[i]))
end
local held = redis.call('HKEYS', base .. 'locks')
for i = 1, #held do
  local present = holder(held[i])
  if present then
    locks[#locks + 1] = held[i]
    locks[#locks + 1] = present[4]
    locks[#locks + 1] = present[1]
    locks[#locks + 1] = redis.call('LLEN', key('waiting', held[i]))
  end
end
return {maps, redis.call('HGETALL', base .. 'counters'), locks}
