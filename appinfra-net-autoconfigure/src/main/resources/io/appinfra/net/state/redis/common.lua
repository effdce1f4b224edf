-- KEYS[1] is what all keys of the namespace begin with
local base = KEYS[1]

local function key(kind, name)
  return base .. kind .. ':' .. name
end

local function micros()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

-- The sequence of versions and fencing tokens: it grows on even after a loss of data
local function nextNumber()
  local number = string.format('%.0f', micros())
  local last = redis.call('GETSET', base .. 'last', number)
  if last and tonumber(last) >= tonumber(number) then
    number = string.format('%.0f', last + 1)
    redis.call('SET', base .. 'last', number)
  end
  return number
end
