local owner, host = ARGV[1], ARGV[2]
if not isAlive(host, host) then
  return 0
end
redis.call('HSET', key('session', host), owner, clock())
return 1
