-- The token, a plus if somebody waits, and who holds it, for each lock; and the last token, without a name
local locks = base .. 'locks'

local function isAlive(host, owner)
  return redis.call('HEXISTS', key('session', host), owner == host and '@' or owner) == 1
end

-- End a lease after its time at the latest, where the clock was put back since it began
local function limitLease(host)
  local session = key('session', host)
  local lease = tonumber(redis.call('HGET', session, '@'))
  if lease and redis.call('PTTL', session) > lease then
    redis.call('PEXPIRE', session, lease)
  end
end

-- Whether an owner lives and its attempt to take a lock was not given up before its request was here
local function mayTake(id, host, owner)
  local found = redis.call('HMGET', key('session', host), owner == host and '@' or owner, 'void:' .. id)
  return found[1] and not found[2]
end

-- The text of an attempt to take a lock, as it waits and as it holds it
local function attempt(id, host, owner)
  return id .. ' ' .. #host .. ' ' .. host .. owner
end

local function readAttempt(text)
  local id, length, names = string.match(text, '^(%S+) (%d+) (.*)$')
  return {id = id, host = string.sub(names, 1, length), owner = string.sub(names, length + 1)}
end

local function readHeld(lock)
  local held = redis.call('HGET', locks, lock)
  if not held then
    return nil
  end
  local token, text = string.match(held, '^(%d+)[ +](.*)$')
  local present = readAttempt(text)
  present.token = token
  return present
end

-- Return the token of who holds it from now on. It grows on even after a loss of data
local function hold(lock, last, waited, text)
  local token = clock()
  if last and not isLess(last, token) then
    token = following(last)
  end
  redis.call('HSET', locks, lock, token .. (waited and '+' or ' ') .. text, '', token)
  return token
end

local function await(lock, text)
  redis.call('RPUSH', key('waiting', lock), text)
  local held = string.gsub(redis.call('HGET', locks, lock), '^(%d+) ', '%1+')
  redis.call('HSET', locks, lock, held)
end

-- Give a lock to the one who has waited longest, of those alive
local function passOn(lock)
  local waiting = key('waiting', lock)
  local first = redis.call('LPOP', waiting)
  while first do
    local waiter = readAttempt(first)
    if isAlive(waiter.host, waiter.owner) then
      local token = hold(lock, redis.call('HGET', locks, ''), true, first)
      redis.call('PUBLISH', key('grants', string.match(waiter.id, '^[^:]+')), waiter.id .. ' ' .. token)
      return
    end
    first = redis.call('LPOP', waiting)
  end
  redis.call('HDEL', locks, lock)
end

-- Return the holder of a lock, or nil
local function holder(lock)
  local present = readHeld(lock)
  if not present then
    return nil
  end
  if isAlive(present.host, present.owner) then
    limitLease(present.host)
    return present
  end
  passOn(lock)
  return readHeld(lock)
end

local function allLocks()
  local names = {}
  for _, name in ipairs(redis.call('HKEYS', locks)) do
    if name ~= '' then
      names[#names + 1] = name
    end
  end
  return names
end
