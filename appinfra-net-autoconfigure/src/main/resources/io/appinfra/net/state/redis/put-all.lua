local map, max = ARGV[1], tonumber(ARGV[2])
local entries = key('map', map)
local last = #ARGV
local count = (last - 2) / 2
if redis.call('HLEN', entries) + count > max then
  count = 0
  for i = 3, last, 2 do
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
    return refused .. ' ' .. ARGV[3]
  end
end
local prefix = nextNumber() .. ':'
local chunk, size = {}, 0
for i = 3, last, 2 do
  local name, after = ARGV[i], prefix .. ARGV[i + 1]
  chunk[size + 1] = name
  chunk[size + 2] = after
  size = size + 2
  changed(name, after)
  if size == 4000 then
    redis.call('HSET', entries, unpack(chunk))
    chunk, size = {}, 0
  end
end
if size > 0 then
  redis.call('HSET', entries, unpack(chunk))
end
publish(map)
return false
