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

local function hold(lock, id, host, owner)
  local token = nextNumber(base .. 'last')
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
    limitLease(present[3])
    return present
  end
  passOn(lock)
  held = redis.call('HGET', base .. 'locks', lock)
  return held and cjson.decode(held) or nil
end
