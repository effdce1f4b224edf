local name, expected, value = ARGV[1], ARGV[2], ARGV[3]
if (redis.call('HGET', base .. 'counters', name) or '0') ~= expected then
  return 0
end
redis.call('HSET', base .. 'counters', name, value)
return 1
