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
  local last = tonumber(redis.call('GET', base .. 'last') or '0')
  local number = string.format('%.0f', math.max(last + 1, micros()))
  redis.call('SET', base .. 'last', number)
  return number
end

local changes = {}
local changesSize = 0
local maxChangesSize = 65536

local function changed(name, value)
  if changesSize <= maxChangesSize then
    local change = #name .. ':' .. name .. (value and (#value .. ':' .. value) or '-')
    changes[#changes + 1] = change
    changesSize = changesSize + #change
  end
end

-- A message without changes lets listeners read the map
local function publish(map)
  local seq = redis.call('HINCRBY', base .. 'maps', map, 1)
  local message = changesSize <= maxChangesSize and table.concat(changes) or ''
  redis.call('PUBLISH', key('changes', map), seq .. ' ' .. message)
end

-- Return a number that is too large, or nil
local function checkRoom(map, added, max)
  local size = redis.call('HLEN', key('map', map)) + added
  if size > max then
    return 'ENTRIES ' .. size
  end
  if size == added and redis.call('HEXISTS', base .. 'maps', map) == 0 then
    local maps = redis.call('HLEN', base .. 'maps') + 1
    if maps > max then
      return 'MAPS ' .. maps
    end
  end
  return nil
end

local function isAlive(host, owner)
  return redis.call('HEXISTS', key('session', host), owner == host and '@' or owner) == 1
end

-- Whether an attempt to take a lock was given up before its request was here
local function isVoid(id)
  return redis.call('EXISTS', key('void', id)) == 1
end

local function hold(lock, id, host, owner)
  local token = nextNumber()
  redis.call('HSET', base .. 'locks', lock, cjson.encode({token, id, host, owner}))
  return token
end

-- Give a lock to the one who has waited longest, of those alive
local function passOn(lock)
  local waiting = key('waiting', lock)
  local first = redis.call('LPOP', waiting)
  while first do
    local waiter = cjson.decode(first)
    if isAlive(waiter[2], waiter[3]) then
      local token = hold(lock, waiter[1], waiter[2], waiter[3])
      redis.call('PUBLISH', key('grants', waiter[4]), waiter[1] .. ' ' .. token)
      return
    end
    first = redis.call('LPOP', waiting)
  end
  redis.call('HDEL', base .. 'locks', lock)
end

-- Return the holder of a lock: its token, wait, host and owner, or nil
local function holder(lock)
  local held = redis.call('HGET', base .. 'locks', lock)
  if not held then
    return nil
  end
  local present = cjson.decode(held)
  if isAlive(present[3], present[4]) then
    return present
  end
  passOn(lock)
  held = redis.call('HGET', base .. 'locks', lock)
  return held and cjson.decode(held) or nil
end
