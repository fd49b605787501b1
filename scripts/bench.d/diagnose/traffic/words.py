"""Words that stand in logs: the gateways', the vendors', and the names of journeys."""

# The gateways' words, by what they mean; repeated words are the more frequent ones.
WORDS = {
    "dead": {"ios": ("Unregistered", "Unregistered", "Unregistered", "ExpiredToken"),
             "android": ("UNREGISTERED",), "windows": ("BadChannel",), "web": ("410",)},
    "busy": {"ios": ("ServiceUnavailable", "InternalServerError", "Shutdown"),
             "android": ("UNAVAILABLE", "UNAVAILABLE", "INTERNAL"),
             "windows": ("WNSUnavailable",), "web": ("503",)},
    "throttled": {"ios": ("TooManyRequests",), "android": ("QUOTA_EXCEEDED",),
                  "windows": ("Overload",), "web": ("429",)},
    "mixup": {"ios": ("BadDeviceToken", "BadDeviceToken", "DeviceTokenNotForTopic"),
              "android": ("SENDER_ID_MISMATCH",), "windows": ("TokenForWrongChannel",),
              "web": ("404",)},
}
RETIRED_FCM = {"UNREGISTERED": "NotRegistered", "UNAVAILABLE": "Unavailable",
               "INTERNAL": "InternalServerError", "QUOTA_EXCEEDED": "DeviceMessageRateExceeded",
               "SENDER_ID_MISMATCH": "MismatchSenderId"}
FAULT_WORDS = {
    "credentials": {"ios": ("ExpiredProviderToken", "InvalidProviderToken", "BadCertificate",
                            "ExpiredCertificate", "Forbidden"),
                    "android": ("THIRD_PARTY_AUTH_ERROR", "InvalidCredentials",
                                "DisabledFirebaseAPI", "InvalidPrivateKey")},
    "payload_too_large": {"ios": ("PayloadTooLarge",), "android": ("MessageTooBig",),
                          "windows": ("PayloadTooLarge",), "web": ("413",)},
    "bad_request": {"ios": ("BadTopic", "MissingTopic", "BadCollapseId", "InvalidPushType",
                            "BadExpirationDate", "BadPriority"),
                    "android": ("InvalidParameters", "InvalidEndpoint", "InvalidJSON",
                                "INVALID_ARGUMENT")},
}
HTTP_STATUS = {"Unregistered": 410, "ExpiredToken": 410, "UNREGISTERED": 404,
               "ServiceUnavailable": 503, "InternalServerError": 500, "UNAVAILABLE": 503,
               "INTERNAL": 500, "TooManyRequests": 429, "QUOTA_EXCEEDED": 429,
               "BadDeviceToken": 400, "SENDER_ID_MISMATCH": 403, "PayloadTooLarge": 413,
               "ExpiredProviderToken": 403, "InvalidProviderToken": 403, "BadTopic": 400,
               "INVALID_ARGUMENT": 400}
LONG_TEXT = f'""text"":""{"lorem ipsum " * 360}"",'
TEMPLATE_ERRORS = ("Liquid error: undefined variable customer.first_name",
                   "Liquid error: invalid date", "Liquid error: divided by 0",
                   "Customer doesn't exist", "no token")
SUPPRESSIONS = ("FrequencyCapping", "Customer is unsubscribed", "capped")

JOURNEYS = ("Cart Recovery", "Welcome", "Win-back", "Back in Stock", "Price Drop", "Order Status",
            "Replenishment", "Review Request", "Browse Abandonment", "Birthday", "Loyalty",
            "Onboarding", "Trial Ending", "Daily Digest", "Weekly Best", "Referral", "Streak",
            "Shipment", "Refund", "Live Score", "News Flash", "Wallet", "Ride Update", "Booking",
            "Feedback")
FREE_NAMES = ("welcome_v{n}", "Push #{n} reminder", "cart {n}h", "digest-{n}", "SALE {n}%",
              "auto/{n}/nudge", "Ping {n}", "étape {n}", "reactivate{n}", "trx.{n}")
CAMPAIGNS = ("Flash Sale", "New Arrivals", "Weekend Deal", "Newsletter", "Last Call", "App News",
             "Members Only", "Free Shipping")
VARIANTS = ("Control", "Incentive test", "A", "B", "Short copy", "Emoji")
