/// A push of a journey: its name, its texts, and how people react.
struct JourneyStep: Sendable {
    /// `JOURNEY | STEP | TIMING | VARIANT`, by the senders' naming convention.
    let name: [UInt8]
    /// Its texts, as the insides of JSON strings.
    let texts: [[UInt8]]
    /// How many of ten thousand deliveries are opened.
    let opened: UInt64
    /// How many of ten thousand openings convert.
    let converted: UInt64
    /// Its place in ``all``.
    private(set) var place: UInt8 = 0

    private init(_ name: String, opened: UInt64, converted: UInt64, _ texts: [String]) {
        self.name = Array(name.utf8)
        self.texts = texts.map { Array($0.utf8) }
        self.opened = opened
        self.converted = converted
    }

    /// The journeys' steps, by their shares of messages.
    ///
    /// Like real ones, the texts hold what is hard to parse: quotes, the log's separator, emoji as UTF-8 and as the `\u`
    /// escapes of PHP's `json_encode`, escaped slashes, backslashes, line ends, other scripts.
    static let all = Shares<JourneyStep>([
        (16, cartFirst("Incentive test")), (16, cartFirst("Control")),
        (
            9,
            JourneyStep(
                "Cart Recovery | Push 2 | 24hr | Incentive test", opened: 520, converted: 900,
                [
                    #"Last call: 10% off ends tonight; code \"GLOW10\""#, #"Your basket misses you \ud83d\ude22"#,
                ])
        ),
        (
            18,
            JourneyStep(
                "Browse Abandonment | Push 1 | 4hr | Social proof", opened: 430, converted: 400,
                [
                    "1,204 people bought this today", #"\u00bfTodav\u00eda lo piensas?"#, "Noch da: Größe M & L",
                ])
        ),
        (
            8,
            JourneyStep(
                "Back in Stock | Push 1 | instant | Urgency", opened: 1450, converted: 1600,
                [
                    #"\"Dew Drops\" serum is back; only a few left"#, "It's back 🎉", "再入荷しました",
                ])
        ),
        (
            7,
            JourneyStep(
                "Price Drop | Push 1 | instant | Amount off", opened: 980, converted: 1100,
                [
                    #"Now \u20ac19,90 instead of \u20ac29,90"#, #"Saved for you: 25% off\nTap to see"#,
                ])
        ),
        (
            11,
            JourneyStep(
                "Replenishment | Push 1 | 30d | Reminder", opened: 610, converted: 1900,
                [
                    "Running low? Reorder in one tap", #"Time for a refill \u2615"#,
                ])
        ),
        (
            6,
            JourneyStep(
                "Winback | Push 1 | 60d | Free shipping", opened: 240, converted: 300,
                [
                    "We saved you free shipping 🚚", #"It\u2019s been a while; here\u2019s 15% off"#,
                ])
        ),
        (
            9,
            JourneyStep(
                "Order Update | Push 1 | instant | Shipped", opened: 2100, converted: 0,
                [
                    #"Your parcel is on its way: https:\/\/example.com\/t\/8812"#, #"Out for delivery (C:\\depot\\7)"#,
                ])
        ),
    ]) { $0.place = UInt8($1) }

    private static func cartFirst(_ variant: String) -> JourneyStep {
        JourneyStep(
            "Cart Recovery | Push 1 | 1hr | \(variant)", opened: 690, converted: 1200,
            [
                "You left something behind", #"Still thinking about \"Night Repair\"?"#, "Your cart is waiting 🛒",
            ])
    }
}

// MARK: - The parts of its name

extension JourneyStep {
    /// The journey that it is a step of.
    var journey: String { part(0) }
    /// The variant of its texts.
    var variant: String { part(3) }

    /// The journeys, each once, in the order of their first steps.
    static let journeys = all.entries.map(\.value.journey).reduce(into: [String]()) { names, name in
        if !names.contains(name) { names.append(name) }
    }

    private func part(_ place: Int) -> String {
        String(decoding: name, as: UTF8.self).split(separator: "|")[place].split(separator: " ").joined(separator: " ")
    }
}
