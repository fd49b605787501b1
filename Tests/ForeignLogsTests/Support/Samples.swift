/// Records as the vendors document them; their values are made up.
enum Samples {
    static let fcm = [
        #"{"event_timestamp":"2026-11-20 08:00:01.120000 UTC","project_number":"120030040050","message_id":"0:1763625601120000%6ab1c2d3f9fd7ecd","instance_id":"cXa9tQ2mTlyT0Zb1vO7s3K","message_type":"DISPLAY_NOTIFICATION","sdk_platform":"ANDROID","app_name":"com.example.shop","collapse_key":"","priority":"10","ttl":"86400","topic":"","bulk_id":"0","event":"MESSAGE_ACCEPTED","analytics_label":"cart_recovery_1"}"#,
        #"{"event_timestamp":"2026-11-20 08:00:04.770000 UTC","project_number":"120030040050","message_id":"0:1763625601120000%6ab1c2d3f9fd7ecd","instance_id":"cXa9tQ2mTlyT0Zb1vO7s3K","message_type":"DISPLAY_NOTIFICATION","sdk_platform":"ANDROID","app_name":"com.example.shop","priority":"10","ttl":"86400","event":"MESSAGE_DELIVERED","analytics_label":"cart_recovery_1"}"#,
        #"{"event_timestamp":"2026-11-20 08:00:01.300000 UTC","project_number":"120030040050","message_id":"0:1763625601300000%6ab1c2d3f9fd7ecd","instance_id":"eQ0kPz8yRkWf1uYh5Jd2Aa","message_type":"DISPLAY_NOTIFICATION","sdk_platform":"IOS","app_name":"com.example.shop","event":"MISMATCH_SENDER_ID","analytics_label":"cart_recovery_1"}"#,
    ]

    static let audienceFile =
        "exports/events_audience-activity-c3d4e5f6-a7b8-4012-8def-123456789012-push-2026-11-21T06-49-23PMUTC.csv"
    static let audienceColumns = [
        "external_user_id", "subscription_id", "device_type", "sent", "delivered", "clicked", "onesignal_id", "failed",
        "unsubscribed", "failure_message",
    ]
    static let audience = [
        [
            "user-7", "0f7c6f2e-3b0c-4b0e-9d55-0d5f2f6f0a11", "iOS", "2026-11-20 08:00:01 UTC",
            "2026-11-20 08:00:03 UTC", "2026-11-20 08:14:40 UTC", "7b1c", "", "", "",
        ],
        [
            "user-8", "8a1d2c3b-0000-4b0e-9d55-0d5f2f6f0a12", "Android", "2026-11-20 08:00:01 UTC", "", "", "9c2d",
            "2026-11-20 08:00:02 UTC", "", "FcmV1InvalidToken",
        ],
    ]
    static let stream =
        #"{"event.kind":"message.push.failed","event.id":"a1b2c3d4-e5f6-4890-abcd-ef1234567890","event.timestamp":1763625602,"event.datetime":"2026-11-20T08:00:02.118Z","event.app_id":"5eb5a37e-b458-11e3-ac11-000c2940e62c","event.subscription_device_type":"Android","event.subscription_id":"8a1d2c3b-0000-4b0e-9d55-0d5f2f6f0a12","event.external_id":"user-8","event.data.failure_reason":"SenderIdMismatch","message.id":"c3d4e5f6-a7b8-4012-8def-123456789012","message.name":"Cart Recovery | Push 1 | 1hr | Incentive test"}"#
    static let nestedStream =
        #"{"event":{"kind":"message.push.failed","id":"a1b2c3d4-e5f6-4890-abcd-ef1234567890","timestamp":1763625602,"datetime":"2026-11-20T08:00:02.118Z","app_id":"5eb5a37e-b458-11e3-ac11-000c2940e62c","subscription_device_type":"Android","subscription_id":"8a1d2c3b-0000-4b0e-9d55-0d5f2f6f0a12","external_id":"user-8","data":{"failure_reason":"SenderIdMismatch"}},"message":{"id":"c3d4e5f6-a7b8-4012-8def-123456789012","name":"Cart Recovery | Push 1 | 1hr | Incentive test"}}"#

    static let customerIO = [
        #"{"event_id":"01JD4C4CT6YDC7Y5M7FE1GWWPQ","object_type":"push","metric":"sent","timestamp":1763625601,"data":{"customer_id":"user-7","identifiers":{"id":"user-7","email":"u7@example.com","cio_id":"d9c106000001"},"delivery_id":"RPILAgUBcRhIBqSfeiIwdIYJKxTY","campaign_id":7,"action_id":42,"journey_id":"01GW20GXAAXBKZD8J96M8FNV3R","recipients":[{"device_id":"9f86d081884c7d65","device_platform":"ios"},{"device_id":"fXk2:APA91b","device_platform":"android","failure_message":"UNREGISTERED"}]}}"#,
        #"{"event_id":"01JD4C4CT6YDC7Y5M7FE1GWWPR","object_type":"push","metric":"bounced","timestamp":1763625601,"data":{"identifiers":{"id":"user-7"},"delivery_id":"RPILAgUBcRhIBqSfeiIwdIYJKxTY","campaign_id":7,"action_id":42,"recipients":[{"device_id":"fXk2:APA91b","device_platform":"android","failure_message":"UNREGISTERED"}]}}"#,
    ]

    /// The path of a Braze bucket, which names the event type.
    static func brazePath(_ type: String) -> String {
        "dataexport.prod-01.S3.integration.6565d1/event_type=users.messages.pushnotification.\(type)/date=2026-11-20-08/420/prod-01/part-1+0+17.json"
    }
    static let brazeAvro =
        #"{"id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","user_id":"639a35d192b0df004d06514c","external_user_id":{"string":"user-7"},"app_id":"a1b2","time":1763625601,"platform":"android","canvas_name":{"string":"Cart Recovery"},"canvas_step_name":{"string":"Push 1"},"canvas_variation_name":{"string":"Incentive test"},"send_id":{"string":"s1"},"dispatch_id":{"string":"6565d192b0df004d06514c01"},"device_id":{"string":"d-1"},"push_token":{"string":"fXk2:APA91b"}}"#
    static let brazePlain =
        #"{"ID":"f47ac10b-58cc-4372-a567-0e02b2c3d479","USER_ID":"639a35d192b0df004d06514c","EXTERNAL_USER_ID":"user-7","APP_ID":"a1b2","TIME":1763625601,"PLATFORM":"android","CANVAS_NAME":"Cart Recovery","CANVAS_STEP_NAME":"Push 1","CANVAS_VARIATION_NAME":"Incentive test","SEND_ID":"s1","DISPATCH_ID":"6565d192b0df004d06514c01","DEVICE_ID":"d-1","PUSH_TOKEN":"fXk2:APA91b","CAMPAIGN_NAME":null}"#
    static let brazeNested =
        #"{"event_type":"users.messages.pushnotification.Send","id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","properties":{"app_id":"a1b2","dispatch_id":"6565d192b0df004d06514c01","platform":"android","push_token":"fXk2:APA91b","canvas_name":"Cart Recovery","canvas_step_name":"Push 1","canvas_variation_name":"Incentive test","send_id":"s1"},"time":1763625601,"user":{"device_id":"d-1","external_user_id":"user-7","user_id":"639a35d192b0df004d06514c"}}"#

    static let sns = [
        #"{"status":"SUCCESS","notification":{"timestamp":"2026-11-20 08:00:01.54","messageId":"9655abe4-6ed6-5734-89f7-e6a6a42de02a"},"delivery":{"statusCode":200,"dwellTimeMs":65,"token":"fXk2:APA91b","attempts":1,"providerResponse":"{\"name\":\"projects/shop/messages/0:1763625601\"}","destination":"arn:aws:sns:eu-west-1:111122223333:endpoint/GCM/Shop/c23e42de-3699-3639-84dd-65f84474629d"}}"#,
        #"{"status":"FAILURE","notification":{"timestamp":"2026-11-20 08:00:01.67","messageId":"c3ad79b0-8996-550a-8bfa-24f05989898f"},"delivery":{"statusCode":400,"dwellTimeMs":1451,"token":"9f86d081884c","attempts":1,"providerResponse":"{\"reason\":\"BadDeviceToken\"}","destination":"arn:aws:sns:eu-west-1:111122223333:endpoint/APNS_SANDBOX/Shop/986cb8a1-4f6b-34b1-9a1b-d9e9cb553944"}}"#,
    ]
}
