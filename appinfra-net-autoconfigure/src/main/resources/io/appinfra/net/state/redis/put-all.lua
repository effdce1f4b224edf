local map, max = ARGV[1], tonumber(ARGV[2])
local entries = key('map', map)
local count = (#ARGV - 2) / 2
if redis.call('HLEN', entries) + count > max then
  count = 0
  for i = 3, #ARGV, 2 do
    if redis.call('HEXISTS', entries, ARGV[i]) == 0 then
      count = count + 1
      local refused = checkRoom(map, count, max)
      if refused then
        return {refused, ARGV[i]}
      end
    end
  end
else
  local refused = checkRoom(map, count, max)
  if refused then
    return {refused, ARGV[3]}
  end
end
local prefix = nextNumber() .. ':'
local chunk = {}
for i = 3, #ARGV, 2 do
  local after = prefix .. ARGV[i + 1]
  chunk[#chunk + 1] = ARGV[i]
  chunk[#chunk + 1] = after
  changed(ARGV[i], after)
  if #chunk == 4000 then
    redis.call('HSET', entries, unpack(chunk))
    chunk = {}
  end
end
if #chunk > 0 then
  redis.call('HSET', entries, unpack(chunk))
end
publish(map)
return {''}
