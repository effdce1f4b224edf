local name, max = ARGV[1], tonumber(ARGV[2])
local counters = base .. 'counters'
if redis.call('HEXISTS', counters, name) == 0 then
  local count = redis.call('HLEN', counters) + 1
  if count > max then
    return count
  end
  redis.call('HSET', counters, name, 0)
end
return 0
