local map = ARGV[1]
redis.call('HSETNX', base .. 'maps', map, 0)
return {redis.call('HGET', base .. 'maps', map), redis.call('HGETALL', key('map', map))}
