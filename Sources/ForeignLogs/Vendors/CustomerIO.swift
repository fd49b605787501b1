extension ForeignFormat {
    /// Customer.io's reporting webhooks, as their receivers archive them.
    ///
    /// Source: Customer.io, "Reporting webhooks" (OpenAPI: object types, metrics, `data`). That `bounced` may list devices
    /// that did not bounce follows from its words, "at least one invalid device token": of several recipients only those
    /// with a failure message are refused, if any has one. Customer.io's SDKs report opens and conversions with the device
    /// (customerio/customerio-android, `Metric.kt`). Whether every webhook lists recipients is not documented: an event
    /// without one has no device.
    static let customerIOMap = #"""
        {
          "name": "customerio",
          "title": "Customer.io, reporting webhooks",
          "limits": [
            "It has no apps: a workspace is one sender.",
            "It has confirmations only from apps with Customer.io's SDK.",
            "Messages have the numbers of their campaign and action, not their names."
          ],
          "recognized_by": [
            ["object_type", "metric", "data", "event_id"],
            ["object_type", "metric", "/data/delivery_id"],
            ["metric", "/data/delivery_id", "/data/recipients"]
          ],
          "records": "/events",
          "embedded": "body",
          "timestamp": "timestamp",
          "zone": "UTC",
          "tracking_code": "/data/delivery_id",
          "target_id": ["/data/identifiers/id", "/data/customer_id", "/data/identifiers/cio_id"],
          "hwid": ["/data/recipients/*/device_id", "/data/recipient", "/data/device_id"],
          "status": "metric",
          "statuses": {
            "drafted": {"skip": "drafts"},
            "attempted": {"status": "sent", "without_hwid": "attempted"},
            "sent": {"status": ["sent", "accepted"], "refused_by": "/data/recipients/*/failure_message"},
            "delivered": "received",
            "opened": "opened",
            "clicked": "opened",
            "converted": "converted",
            "bounced": {"status": "bounced", "among": "/data/recipients/*/failure_message"},
            "dropped": "dropped",
            "failed": "failed",
            "undeliverable": "undeliverable"
          },
          "description": ["/data/recipients/*/failure_message", "/data/failure_message"],
          "platform": "/data/recipients/*/device_platform",
          "platforms": {"ios": "ios", "android": "android"},
          "person": ["/data/identifiers/id", "/data/customer_id", "/data/identifiers/cio_id"],
          "message_name": [
            "campaign {/data/campaign_id} | action {/data/action_id}",
            "campaign {/data/campaign_id}",
            "broadcast {/data/broadcast_id} | action {/data/action_id}",
            "broadcast {/data/broadcast_id}",
            "newsletter {/data/newsletter_id}",
            "transactional {/data/transactional_message_id}"
          ],
          "skip": [
            {"reason": "other channels", "where": {"field": "object_type", "is_not": "push"}}
          ]
        }
        """#
}
