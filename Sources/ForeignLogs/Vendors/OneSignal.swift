extension ForeignFormat {
    /// OneSignal's audience activity (CSV, a row a subscription) and event streams (JSON, flat or nested keys).
    ///
    /// Sources: OneSignal, "Export audience activity CSV" (columns; the file's name, which alone has the message's id),
    /// "Event Stream data reference" (keys, event kinds), and the glossary of "Analytics overview" (what the CSV calls
    /// `delivered` is confirmed by the device). How times and device types are written in the CSV is not documented: the
    /// usual forms are read, and times without a zone are in the reader's.
    ///
    /// Unsubscribed means that the gateway no longer knows the token, so the events have the word that APNs, FCM and WNS
    /// have for that.
    static let oneSignalMap = #"""
        {
          "name": "onesignal",
          "title": "OneSignal, audience activity or event stream",
          "limits": [
            "It has confirmations only where confirmed delivery is set up.",
            "It sees an uninstalled app after two or more messages, on iOS up to weeks later.",
            "An audience file names no app and no message: keep its file name, which has the message's id."
          ],
          "recognized_by": [
            ["subscription_id", "sent", "delivered", "clicked"],
            ["subscription_id", "failure_message", "unsubscribed"],
            [{"field": ["event.kind", "/event/kind"], "begins": "message."}]
          ],
          "records": "/events",
          "embedded": "body",
          "timestamp": ["event.timestamp", "/event/timestamp", "event.datetime", "/event/datetime"],
          "tracking_code": [
            "{message.id|/message/id}/{event.external_id|/event/external_id|event.onesignal_id|/event/onesignal_id|event.subscription_id|/event/subscription_id}",
            "{file:audience-activity-*-push|file:uuid}/{external_user_id|onesignal_id|subscription_id}"
          ],
          "target_id": [
            "event.external_id", "/event/external_id", "event.onesignal_id", "/event/onesignal_id",
            "event.subscription_id", "/event/subscription_id", "external_user_id", "onesignal_id", "subscription_id"
          ],
          "hwid": ["event.subscription_id", "/event/subscription_id", "subscription_id"],
          "status": ["event.kind", "/event/kind"],
          "statuses": {
            "message.push.sent": ["sent", "accepted"],
            "message.push.received": "received",
            "message.push.clicked": "opened",
            "message.push.failed": {
              "status": "failed",
              "description": ["event.data.failure_reason", "/event/data/failure_reason", "/event/data.failure_reason"]
            },
            "message.push.unsubscribed": {"status": "bounced", "reason": "Unregistered"}
          },
          "cells": [
            {"time": "sent", "status": ["sent", "accepted"]},
            {"time": "delivered", "status": "received"},
            {"time": "clicked", "status": "opened"},
            {"time": "failed", "status": "failed", "description": "failure_message"},
            {"time": "unsubscribed", "status": "bounced", "reason": "Unregistered"}
          ],
          "app_code": ["event.app_id", "/event/app_id"],
          "platform": ["event.subscription_device_type", "/event/subscription_device_type", "device_type"],
          "platforms": {
            "ios": "ios", "iospush": "ios", "android": "android", "androidpush": "android", "huawei": "android",
            "huaweipush": "android", "amazon": "android", "fire": "android", "firepush": "android", "chrome": "web",
            "chromepush": "web", "firefox": "web", "firefoxpush": "web", "safari": "web", "safaripush": "web",
            "edge": "web", "windows": "windows", "windowspush": "windows"
          },
          "person": ["event.external_id", "/event/external_id", "external_user_id"],
          "message_name": ["message.name", "/message/name"],
          "skip": [
            {"reason": "other channels", "where": {"field": ["event.kind", "/event/kind"], "lacks": "message.push."}},
            {"reason": "other channels", "where": {"field": "device_type", "is": ["email", "sms"]}}
          ],
          "needs": ["hwid"]
        }
        """#
}
