-- KEYS[1] is what all keys of the namespace begin with
local base = KEYS[1]

local function key(kind, name)
  return base .. kind .. ':' .. name
end

-- The clock in microseconds, as a text: Lua would round a number
local function clock()
  local time = redis.call('TIME')
  return time[1] .. string.sub('000000', #time[2] + 1) .. time[2]
end

local function isLess(number, other)
  return tonumber(number) < tonumber(other)
end

local function following(number)
  return string.format('%.0f', number + 1)
end
