local map = ARGV[1]
return {redis.call('GET', key('seq', map)) or '0', redis.call('HGETALL', key('map', map))}
