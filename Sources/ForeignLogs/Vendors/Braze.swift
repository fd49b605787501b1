extension ForeignFormat {
    /// Braze Currents as JSON: of `avro-tools tojson` (union wrappers), of warehouses (plain), of the HTTP connector (nested).
    ///
    /// Sources: Braze, "Message engagement events" and "Customer behavior events" (fields), "Currents changelog"
    /// (`push_token` since version 4, `Retry` since version 5), "Custom HTTP connector" (`{"events": […]}`), "Event delivery
    /// semantics" (times in seconds of UTC, at least once), "Snowflake data sharing" (columns, such as `APP_API_ID`; ids in
    /// place of names). Files of a storage bucket name their event type in their path only, tables of a warehouse in their
    /// name only. Whether every abort names a device is not documented: one without is the message's.
    ///
    /// The device is `device_id`, and the push token only where there is no device: opens have no token, and their device
    /// would otherwise be another than that of the send.
    static let brazeMap = #"""
        {
          "name": "braze",
          "title": "Braze Currents",
          "limits": [
            "Its bounces give no reason.",
            "It has confirmations only of notifications that iOS apps show in the foreground.",
            "Files of a bucket need Braze's folders or file names: only these have the event type."
          ],
          "recognized_by": [
            [{"field": "event_type", "begins": "users."}],
            ["user_id", "dispatch_id", "app_id", "time"],
            ["user_id", "dispatch_id", "app_api_id", "time"],
            ["user_id", "external_user_id", "time", "app_group_id"],
            ["user_id", "push_token_state_change_type"],
            ["user_id", "orphaned_by_id"]
          ],
          "records": "/events",
          "unwraps_unions": true,
          "ignores_case": true,
          "timestamp": "time",
          "zone": "UTC",
          "tracking_code": "{dispatch_id|/properties/dispatch_id}/{user_id|/user/user_id}",
          "target_id": ["external_user_id", "/user/external_user_id", "user_id", "/user/user_id"],
          "hwid": [
            "device_id", "/user/device_id", "/properties/device_id", "push_token", "/properties/push_token"
          ],
          "status": ["event_type", {"file": "status"}],
          "statuses": {
            "users.messages.pushnotification.Send": ["sent", "accepted"],
            "users.messages.pushnotification.Bounce": "bounced",
            "users.messages.pushnotification.Open": "opened",
            "users.messages.pushnotification.IosForeground": "received",
            "users.messages.pushnotification.Abort": {
              "status": "suppressed",
              "without_hwid": "suppressed",
              "description": [
                "{abort_type|/properties/abort_type}: {abort_log|/properties/abort_log}",
                "abort_type", "/properties/abort_type", "abort_log", "/properties/abort_log"
              ]
            },
            "users.messages.pushnotification.Retry": {
              "status": "sent",
              "description": [
                "{retry_type|/properties/retry_type}: {retry_log|/properties/retry_log}",
                "retry_type", "/properties/retry_type", "retry_log", "/properties/retry_log"
              ]
            },
            "users.campaigns.Conversion": "converted",
            "users.canvas.Conversion": "converted",
            "users.messages.pushnotification.InfluencedOpen": {"skip": "opens of the app without a tap on the message"},
            "users.behaviors.pushnotification.TokenStateChange": {"skip": "changes of tokens, which name no message"},
            "users.behaviors.Uninstall": {"skip": "uninstalls, which name no message"},
            "users.UserOrphan": {"skip": "merged users"},
            "users.UserDeleteRequest": {"skip": "requests for erasure"}
          },
          "app_code": ["app_id", "app_api_id", "/properties/app_id"],
          "platform": ["platform", "/properties/platform"],
          "platforms": {
            "ios": "ios", "android": "android", "kindle": "android", "web": "web", "windows": "windows"
          },
          "person": ["external_user_id", "/user/external_user_id", "user_id", "/user/user_id"],
          "message_name": [
            "{canvas_name|/properties/canvas_name} | {canvas_step_name|/properties/canvas_step_name?} | | {canvas_variation_name|/properties/canvas_variation_name?}",
            "{campaign_name|/properties/campaign_name} | | | {message_variation_name|/properties/message_variation_name?}",
            "{canvas_api_id} | {canvas_step_api_id?} | | {canvas_variation_api_id?}",
            "{campaign_api_id} | | | {message_variation_api_id?}"
          ],
          "skip": [
            {
              "reason": "other channels",
              "where": [
                {"field": "event_type", "begins": "users.messages."},
                {"field": "event_type", "lacks": "pushnotification"}
              ]
            },
            {
              "reason": "events of no message",
              "where": [
                {"field": "event_type", "begins": "users."},
                {"field": "event_type", "lacks": [".pushnotification.", ".Conversion", ".Uninstall", ".UserOrphan", ".UserDeleteRequest"]}
              ]
            },
            {
              "reason": "notifications that were dismissed",
              "where": {"field": ["button_action_type", "/properties/button_action_type"], "is": "close"}
            },
            {
              "reason": "conversions that name no message",
              "where": [
                {"field": ["event_type", {"file": "status"}], "contains": ".Conversion"},
                {"field": ["dispatch_id", "/properties/dispatch_id"], "is": ""}
              ]
            },
            {
              "reason": "conversions that name no device",
              "where": [
                {"field": ["event_type", {"file": "status"}], "contains": ".Conversion"},
                {
                  "field": [
                    "device_id", "/user/device_id", "/properties/device_id", "push_token", "/properties/push_token"
                  ],
                  "is": ""
                }
              ]
            }
          ],
          "needs": ["hwid"]
        }
        """#
}
