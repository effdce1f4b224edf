-- Return a refusal with the number that is too large, or nil
local function checkRoom(map, added, max)
  local size = redis.call('HLEN', key('map', map)) + added
  if size > max then
    return '!ENTRIES ' .. size
  end
  if size == added and redis.call('SISMEMBER', base .. 'maps', map) == 0 then
    local maps = redis.call('SCARD', base .. 'maps') + 1
    if maps > max then
      return '!MAPS ' .. maps
    end
  end
  return nil
end
