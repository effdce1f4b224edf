-- Return the version of what is changed, and the one before
local function nextVersion(map)
  local number, last = nextNumber(key('seq', map))
  if not last then
    redis.call('SADD', base .. 'maps', map)
  end
  return number, last or '0'
end

-- Without changes, listeners read the map
local function publish(map, last, number, changes)
  redis.call('PUBLISH', key('changes', map), last .. ' ' .. number .. ' ' .. changes)
end
