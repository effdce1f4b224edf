local lock, id, host, owner = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local session = key('session', host)
if isAlive(host, host) then
  local now, fields = clock(), redis.call('HGETALL', session)
  for i = 1, #fields, 2 do
    if string.sub(fields[i], 1, 5) == 'void:' and tonumber(fields[i + 1]) < now - 600000000 then
      redis.call('HDEL', session, fields[i])
    end
  end
  redis.call('HSET', session, 'void:' .. id, now)
end
redis.call('LREM', key('waiting', lock), 1, attempt(id, host, owner))
local present = readHeld(lock)
if present and present.id == id then
  passOn(lock)
end
return 1
