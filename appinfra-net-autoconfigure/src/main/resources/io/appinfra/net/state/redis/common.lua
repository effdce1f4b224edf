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

-- Return the next number of a sequence and the one before, if any. It grows on even after a loss of data
local function nextNumber(sequence)
  local number = clock()
  local last = redis.call('GETSET', sequence, number)
  if last and tonumber(last) >= tonumber(number) then
    number = string.format('%.0f', last + 1)
    redis.call('SET', sequence, number)
  end
  return number, last
end
