extension ForeignFormat {
    /// The BigQuery export of Firebase Cloud Messaging, the table `firebase_messaging.data`.
    ///
    /// Source: Google, "Understanding message delivery", section "BigQuery data export" (fields, and every event word);
    /// a message is counted by `message_id` with `instance_id`, as in the page's own queries. How `sdk_platform` is written
    /// is not documented: any case of `ANDROID`, `IOS`, `WEB` is read.
    ///
    /// A topic is kept as a detail and never as the target: a target that is no device would pass for a person.
    static let fcmMap = #"""
        {
          "name": "fcm",
          "title": "Firebase Cloud Messaging, BigQuery export",
          "limits": [
            "It has no opens.",
            "It has no unregistered tokens: where an app was uninstalled, messages stay accepted.",
            "It has confirmations only from apps that turn on the export of delivery metrics.",
            "It has no people: an instance is a device."
          ],
          "recognized_by": [
            ["event_timestamp", "project_number", "event"],
            ["message_id", "instance_id", "event", "sdk_platform"],
            ["project_number", "message_type", "message_id"]
          ],
          "timestamp": "event_timestamp",
          "zone": "UTC",
          "tracking_code": "{message_id}/{instance_id}",
          "target_id": "instance_id",
          "hwid": "instance_id",
          "status": "event",
          "statuses": {
            "MESSAGE_ACCEPTED": {"status": "accepted", "reason": "Success"},
            "MESSAGE_DELIVERED": "received",
            "MISSING_REGISTRATIONS": {"status": "failed", "reason": "MissingRegistration"},
            "UNAUTHORIZED_REGISTRATION": {"status": "bounced", "reason": "UNAUTHORIZED_REGISTRATION"},
            "MISMATCH_SENDER_ID": {"status": "bounced", "reason": "SENDER_ID_MISMATCH"},
            "INVALID_REGISTRATION": {"status": "bounced", "reason": "InvalidRegistration"},
            "INVALID_PACKAGE_NAME": {"status": "bounced", "reason": "InvalidPackageName"},
            "INVALID_APNS_CREDENTIAL": {"status": "bounced", "reason": "THIRD_PARTY_AUTH_ERROR"},
            "AUTHENTICATION_ERROR": {"status": "bounced", "reason": "AuthenticationError"},
            "INVALID_PARAMETERS": {"status": "bounced", "reason": "InvalidParameters"},
            "INVALID_TTL": {"status": "bounced", "reason": "InvalidTtl"},
            "PAYLOAD_TOO_LARGE": {"status": "bounced", "reason": "MessageTooBig"},
            "QUOTA_EXCEEDED": {"status": "bounced", "reason": "QUOTA_EXCEEDED"},
            "MESSAGE_RECEIVED_INTERNAL_ERROR": {"status": "bounced", "reason": "INTERNAL"}
          },
          "app_code": "app_name",
          "platform": "sdk_platform",
          "platforms": {"android": "android", "ios": "ios", "web": "web"},
          "message_name": "analytics_label",
          "details": {"topic": "topic", "bulk_id": "bulk_id"},
          "skip": [
            {"reason": "topic fan-out", "where": {"field": "message_type", "is": "TOPIC"}},
            {"reason": "requests without a message id", "where": ["event", {"field": "message_id", "is": ""}]}
          ],
          "needs": ["hwid"]
        }
        """#
}
