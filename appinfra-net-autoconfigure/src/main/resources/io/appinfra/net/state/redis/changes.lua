-- Return the version of what is changed, and the one before. It grows on even after a loss of data
local function nextVersion(map)
  local sequence, number = key('seq', map), clock()
  local last = redis.call('GETSET', sequence, number)
  if last and not isLess(last, number) then
    number = following(last)
    redis.call('SET', sequence, number)
  elseif not last then
    redis.call('SADD', base .. 'maps', map)
  end
  return number, last or '0'
end

-- One key and its new value, if it has any, as a part of a message: nothing if that is too long
local function changeOf(name, value)
  if #name + (value and #value or 0) > longestChange then
    return ''
  end
  return value and name .. '\255' .. value or name .. '\254'
end

-- Without changes, listeners read the map
local function publish(map, last, number, changes)
  redis.call('PUBLISH', key('changes', map), last .. ' ' .. number .. ' ' .. changes)
end
