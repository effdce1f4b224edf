local map, name, value, max = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local entries = key('map', map)
local before = redis.call('HGET', entries, name)
if not before then
  local refused = checkRoom(map, 1, max)
  if refused then
    return refused
  end
end
local number, last = nextVersion(map)
redis.call('HSET', entries, name, number .. ':' .. value)
publish(map, last, number, changeOf(name, value))
return before
