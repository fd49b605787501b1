-- The report computed anew, from the definitions alone, by another engine. `log` is the log as it stands: strings.

create temp table reason (gateway varchar, word varchar);
insert into reason
select gateway, trim(word) from (values
    ('apns', 'Unregistered,ExpiredToken,BadDeviceToken,DeviceTokenNotForTopic,MissingDeviceToken,MissingTopic,BadTopic'),
    ('apns', 'TopicDisallowed,BadCollapseId,BadExpirationDate,BadMessageId,BadPriority,InvalidPushType'),
    ('apns', 'DuplicateHeaders,PayloadEmpty,PayloadTooLarge,PayloadIsTooLarge,IdleTimeout,BadCertificate'),
    ('apns', 'BadCertificateEnvironment,ExpiredCertificate,InvalidCertificate,ExpiredProviderToken'),
    ('apns', 'InvalidProviderToken,MissingProviderToken,UnrelatedKeyIdInToken,BadEnvironmentKeyIdInToken'),
    ('apns', 'BadEnvironmentKeyInToken,Forbidden,InvalidToken,BadPath,MethodNotAllowed,TooManyRequests'),
    ('apns', 'TooManyProviderTokenUpdates,InternalServerError,ServiceUnavailable,Shutdown'),
    ('fcm', 'UNREGISTERED,NotRegistered,InvalidRegistration,INVALID_ARGUMENT,SENDER_ID_MISMATCH,MismatchSenderId'),
    ('fcm', 'MistmatchSenderId,THIRD_PARTY_AUTH_ERROR,APNS_AUTH_ERROR,InvalidApnsCredential,AuthenticationError'),
    ('fcm', 'InvalidPackageName,EmptyCredentials,InvalidCredentials,DisabledFirebaseAPI,InvalidPrivateKey'),
    ('fcm', 'QUOTA_EXCEEDED,DeviceMessageRateExceeded,TopicsMessageRateExceeded,MessageRateExceeded,UNAVAILABLE'),
    ('fcm', 'INTERNAL,Unavailable,InternalServerError,FCMInternalServerError,MessageTooBig,InvalidDataKey,InvalidTtl'),
    ('fcm', 'MissingRegistration,InvalidParameters,InvalidJSON,InvalidEndpoint,UNSPECIFIED_ERROR,NOT_FOUND'),
    ('fcm', 'UNAUTHENTICATED,PERMISSION_DENIED,RESOURCE_EXHAUSTED,messaging/registration-token-not-registered'),
    ('wns', 'Unregistered,InvalidToken,BadChannel,TokenForWrongChannel,PayloadTooLarge,BadRequest'),
    ('wns', 'FailedToGetWNSToken,Overload,WNSFailed,WNSUnavailable'),
    ('webpush', '400,401,403,404,410,413,429,500,502,503,504')
) given (gateway, words), unnest(string_split(words, ',')) as one (word);

create temp table event as
select
    epoch(strptime(timestamp, '%Y-%m-%d %H:%M:%S'))::bigint as ts,
    coalesce(tracking_code, '') as code, coalesce(target_id, '') as target, coalesce(hwid, '') as hwid,
    lower(status) as status, coalesce(description, '') as description, coalesce(payload, '') as payload,
    case when json_valid(payload) then payload else '0' end as json
from log;

-- A payload is a JSON object with members.
create temp table told as
select *,
    case when list_contains(json_keys(json), 'aps') then 'ios' when len(json_keys(json)) > 0 then 'android' end as shape,
    case when json_type(json, '$.md.user_id') in ('VARCHAR', 'UBIGINT', 'BIGINT', 'DOUBLE')
        then nullif(json_extract_string(json, '$.md.user_id'), '') end as user_id
from event;

create temp table failed as
select *, case when description = '' then status else description end as said
from event
where status in ('failed', 'bounced', 'dropped', 'suppressed', 'skipped', 'unsubscribed');

-- Which gateways know what was said: exactly, or else blind to case, spaces, `_`, `-` and an HTTP status.
create temp table known as
with said as (select distinct said, lower(regexp_replace(regexp_replace(said, '^[1-5]\d\d +', ''), '[ _-]', '', 'g')) as fold from failed),
exact as (select said, gateway from said join reason on word = said),
folded as (
    select said, gateway from said join reason on lower(regexp_replace(word, '[ _-]', '', 'g')) = fold
    where said not in (select said from exact))
select distinct said, gateway from (from exact union all from folded);

create temp table deciding as
select code, hwid, ts, status, said,
    case
        when status = 'bounced' then 'bounced'
        when status in ('suppressed', 'skipped', 'unsubscribed') then 'suppressed'
        when said in (select said from known) then 'bounced'
        when said in ('Customer is unsubscribed', 'FrequencyCapping', 'capped', 'suppressed', 'unsubscribed') then 'suppressed'
        else 'failed'
    end as kind
from failed
qualify row_number() over (partition by code, hwid order by ts desc, description desc, status desc) = 1;

create temp table platform_told as
select code, hwid, shape from told where shape is not null
qualify row_number() over (partition by code, hwid order by ts, payload) = 1;

create temp table platform_refused as
select code, hwid, min(gateway) as gateway from failed join known using (said)
group by all having count(distinct gateway) = 1;

create temp table delivery as
with evidence as (
    select code, hwid,
        bool_or(status = 'opened') as opened, bool_or(status = 'received') as received,
        bool_or(status = 'converted') as converted,
        max(ts) filter (status = 'sent') as sent, max(ts) filter (status = 'delivered') as delivered
    from event group by all)
select e.*, d.kind,
    case
        when opened then 'opened'
        when received then 'received'
        when delivered is not null and (d.ts is null or delivered >= d.ts) then 'delivered'
        when d.ts is not null then case when sent > d.ts then 'sent' else 'failed' end
        when sent is not null then 'sent'
        else 'created'
    end as state,
    coalesce(
        t.shape,
        case r.gateway when 'apns' then 'ios' when 'fcm' then 'android' when 'wns' then 'windows' when 'webpush' then 'web' end,
        case
            when regexp_full_match(hwid, '[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}') then 'ios'
            when regexp_full_match(hwid, '[0-9a-f]{16}') then 'android'
        end,
        'unknown') as platform
from evidence e
left join deciding d using (code, hwid)
left join platform_told t using (code, hwid)
left join platform_refused r using (code, hwid);

create temp table message as
select code,
    case when count(distinct platform) = 1 then min(platform) else 'mixed' end as platform,
    case
        when bool_or(state in ('created', 'sent')) then 'attempted'
        when bool_or(state in ('delivered', 'received', 'opened')) then 'sent'
        when bool_or(kind = 'bounced') then 'bounced'
        when bool_and(kind = 'suppressed') then 'suppressed'
        else 'failed'
    end as outcome,
    bool_or(state in ('delivered', 'received', 'opened')) as delivered,
    bool_or(received) as received, bool_or(opened) as opened, bool_or(converted) as converted
from delivery group by code;

create temp table person as
with user_of as (
    select code, user_id from told where user_id is not null
    qualify row_number() over (partition by code order by ts, user_id) = 1),
target_of as (
    select code, target from event where target <> ''
    qualify row_number() over (partition by code order by ts, target) = 1)
select code, hwid,
    coalesce(
        user_id,
        case when length(target) <= 60 and not exists (
            from delivery d where d.code = delivery.code and d.hwid = target) then target end,
        nullif(hwid, '')) as person
from delivery left join user_of using (code) left join target_of using (code);

create temp table counted as
select coalesce(platform, '') as platform, count(*) as messages,
    count(*) filter (delivered) as delivered, count(*) filter (received) as received,
    count(*) filter (opened) as opened, count(*) filter (converted) as converted,
    count(*) filter (outcome = 'attempted') as attempted, count(*) filter (outcome = 'sent') as sent,
    count(*) filter (outcome = 'bounced') as bounced, count(*) filter (outcome = 'suppressed') as suppressed,
    count(*) filter (outcome = 'failed') as failed
from message group by grouping sets ((), (platform));

create temp table counted_deliveries as
select coalesce(m.platform, '') as platform, count(*) as deliveries,
    count(distinct nullif(hwid, '')) as devices, count(distinct person) as persons
from delivery join message m using (code) join person using (code, hwid)
group by grouping sets ((), (m.platform));

create temp table counted_events as
select coalesce(platform, '') as platform, status, count(*) as events
from event join message using (code) group by grouping sets ((status), (status, platform));
