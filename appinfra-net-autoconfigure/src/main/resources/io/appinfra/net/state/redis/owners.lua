local found = {}
local owners = redis.call('SMEMBERS', base .. 'sessions')
for i = 1, #owners do
  limitLease(owners[i])
  local left = redis.call('PTTL', key('session', owners[i]))
  if left > 0 then
    found[#found + 1] = owners[i]
    found[#found + 1] = tostring(left)
  else
    redis.call('SREM', base .. 'sessions', owners[i])
  end
end
return found
