local map, changes, max, first, last = ARGV[1], ARGV[2], tonumber(ARGV[3]), 4, #ARGV
local entries = key('map', map)
local count = (last - first + 1) / 2
if redis.call('HLEN', entries) + count > max then
  count = 0
  for i = first, last, 2 do
    if redis.call('HEXISTS', entries, ARGV[i]) == 0 then
      count = count + 1
      local refused = checkRoom(map, count, max)
      if refused then
        return refused .. ' ' .. ARGV[i]
      end
    end
  end
else
  local refused = checkRoom(map, count, max)
  if refused then
    return refused .. ' ' .. ARGV[first]
  end
end
local number, before = nextVersion(map)
local prefix = number .. ':'
for i = first + 1, last, 2 do
  ARGV[i] = prefix .. ARGV[i]
end
-- The stack of Lua has room for 8,000 values
for i = first, last, 4000 do
  redis.call('HSET', entries, unpack(ARGV, i, math.min(i + 3999, last)))
end
publish(map, before, number, changes)
return false
