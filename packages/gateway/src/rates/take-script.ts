/**
 * The fair bucket of `fair-bucket.ts` as a script that runs inside Valkey, so that looking and taking are one step for all replicas. Keys: one
 * per bucket. Arguments: now in epoch milliseconds or an empty text for the server's own clock, the member, the cost, then calls and
 * milliseconds for each bucket. Answers 0 0, or the number of the bucket that is short and the milliseconds to wait.
 */
export const takeScript = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local member, cost = ARGV[2], tonumber(ARGV[3])
local drawn = {}
for i, key in ipairs(KEYS) do
  local calls, per = tonumber(ARGV[2 + 2 * i]), tonumber(ARGV[3 + 2 * i])
  local seen = key .. ':seen'
  for _, gone in ipairs(redis.call('ZRANGEBYSCORE', seen, '-inf', now - per, 'LIMIT', 0, 100)) do
    redis.call('ZREM', seen, gone)
    redis.call('HDEL', key, 'm:' .. gone)
  end
  local at = tonumber(redis.call('ZSCORE', seen, member) or '')
  local count = redis.call('ZCARD', seen)
  if not at then count = count + 1 end
  local rate, most = calls / per, math.max(1, calls / count)
  local own = most
  if at then
    own = math.min(most, tonumber(redis.call('HGET', key, 'm:' .. member)) + math.max(0, now - at) * rate / count)
  end
  local common, common_at = tonumber(redis.call('HGET', key, 'common') or ''), tonumber(redis.call('HGET', key, 'at') or '')
  local all = calls
  if common then all = math.min(calls, common + math.max(0, now - common_at) * rate) end
  if own + 1e-6 < cost and all - calls + calls / count + 1e-6 < cost then
    return { i, math.ceil((cost - own) / (rate / count)) }
  end
  drawn[i] = { seen, math.max(-calls, all - cost), own + 1e-6 >= cost and own - cost or own, per }
end
for i, key in ipairs(KEYS) do
  local seen, common, own, per = unpack(drawn[i])
  redis.call('HSET', key, 'common', common, 'at', now, 'm:' .. member, own)
  redis.call('ZADD', seen, now, member)
  redis.call('PEXPIRE', key, math.ceil(2 * per))
  redis.call('PEXPIRE', seen, math.ceil(2 * per))
end
return { 0, 0 }
`
