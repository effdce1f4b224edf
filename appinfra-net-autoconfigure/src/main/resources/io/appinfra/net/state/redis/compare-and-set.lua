local map, name, expected, max, value = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
local entries = key('map', map)
local before = redis.call('HGET', entries, name)
local version = before and string.match(before, '^%d+') or '0'
if version ~= expected then
  return '-1'
end
if not value then
  if before then
    redis.call('HDEL', entries, name)
    local number, last = nextVersion(map)
    publish(map, last, number, changeOf(name))
  end
  return '0'
end
if not before then
  local refused = checkRoom(map, 1, max)
  if refused then
    return refused
  end
end
local number, last = nextVersion(map)
redis.call('HSET', entries, name, number .. ':' .. value)
publish(map, last, number, changeOf(name, value))
return number
