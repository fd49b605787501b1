extension ForeignFormat {
    /// The delivery status logs of Amazon SNS mobile push, from CloudWatch Logs.
    ///
    /// Sources: Amazon SNS developer guide, "Mobile app attributes" (both samples; the sampling of successes); Amazon
    /// CloudWatch Logs, "FilterLogEvents" (`{"events":[{"message":"…"}]}`), "Subscription filters" (`logEvents`) and "Logs
    /// Insights" (columns such as `@message` and `delivery.token`). That the timestamps are UTC is not documented.
    ///
    /// An endpoint's ARN names gateway, environment and app: `…:endpoint/APNS_SANDBOX/Shop/986cb8a1-…`.
    static let snsMap = #"""
        {
          "name": "sns",
          "title": "Amazon SNS, delivery status logs",
          "limits": [
            "It has no opens and no confirmations by devices.",
            "It has no people.",
            "It has every refusal, but may have only a sample of the successes: error rates are too high then."
          ],
          "samples_successes": true,
          "recognized_by": [
            ["/notification/messageId", "/delivery", "status"],
            ["/notification/timestamp", "/delivery/destination"],
            ["@timestamp", "@message"]
          ],
          "records": ["/events", "/logEvents"],
          "embedded": ["message", "@message"],
          "timestamp": "/notification/timestamp",
          "zone": "UTC",
          "tracking_code": "{/notification/messageId}/{/delivery/token}",
          "target_id": "/delivery/destination",
          "hwid": "/delivery/token",
          "status": "status",
          "statuses": {
            "SUCCESS": "delivered",
            "FAILURE": {
              "status": "bounced",
              "description": [{"reason_in": "/delivery/providerResponse"}, "/delivery/statusCode"]
            }
          },
          "app_code": {"part": 2, "of": "/delivery/destination", "separator": "/"},
          "platform": {"part": 1, "of": "/delivery/destination", "separator": "/"},
          "platforms": {
            "apns": "ios", "apns_sandbox": "ios", "apns_voip": "ios", "apns_voip_sandbox": "ios", "gcm": "android",
            "fcm": "android", "adm": "android", "baidu": "android", "wns": "windows", "mpns": "windows"
          },
          "details": {
            "gateway": {"part": 1, "of": "/delivery/destination", "separator": "/"},
            "attempts": "/delivery/attempts",
            "dwell_ms": "/delivery/dwellTimeMs"
          },
          "skip": [
            {"reason": "other channels", "where": {"field": "/delivery/destination", "lacks": ":endpoint/"}}
          ],
          "needs": ["hwid"]
        }
        """#
}
