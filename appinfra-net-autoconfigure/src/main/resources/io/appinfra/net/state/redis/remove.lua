local map, name = ARGV[1], ARGV[2]
local entries = key('map', map)
local before = redis.call('HGET', entries, name)
if before then
  redis.call('HDEL', entries, name)
  local number, last = nextVersion(map)
  publish(map, last, number, changeOf(name))
end
return before
