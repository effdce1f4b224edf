local owner, lease = ARGV[1], tonumber(ARGV[2])
if redis.call('PEXPIRE', key('session', owner), lease) == 0 then
  return false
end
return clock()
