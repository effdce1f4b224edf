local map, name, change = ARGV[1], ARGV[2], ARGV[3]
local entries = key('map', map)
local before = redis.call('HGET', entries, name)
if before then
  redis.call('HDEL', entries, name)
  local number, last = nextVersion(map)
  publish(map, last, number, change)
end
return before
