local lock, id, host, owner = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
redis.call('LREM', key('waiting', lock), 1, attempt(id, host, owner))
local present = readHeld(lock)
return present and present.id == id and present.token or false
