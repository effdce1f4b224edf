local store, last, ongoing = ARGV[1], tonumber(ARGV[2]), {}
for i = 3, #ARGV do
  ongoing[ARGV[i]] = true
end

-- Whether an attempt is one of the store, and over
local function isOver(id)
  local from, number = string.match(id, '^(.*):(%d+)$')
  return from == store and tonumber(number) <= last and not ongoing[number]
end

for _, lock in ipairs(allLocks()) do
  local waiting = key('waiting', lock)
  for _, text in ipairs(redis.call('LRANGE', waiting, 0, -1)) do
    if isOver(readAttempt(text).id) then
      redis.call('LREM', waiting, 1, text)
    end
  end
  if isOver(readHeld(lock).id) then
    passOn(lock)
  end
end
return 1
