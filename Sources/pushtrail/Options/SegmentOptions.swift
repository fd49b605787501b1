import Analysis
import ArgumentParser
import LogArchive
import TrackingLog

/// Who is looked for, and how far back.
struct SegmentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Days to look back (default: \(Segment.deliveredRecently.usualDays ?? 0) for delivered-recently, "
                + "not-delivered-but-tried and delivery-failures, \(Segment.silentTokens.usualDays ?? 0) for silent-tokens).",
            valueName: "count"))
    var days: Int?

    @OptionGroup var asOf: AsOfOptions

    @Option(
        help: ArgumentHelp(
            "Channels of fallback in order, with commas; JOURNEY=CHANNELS is for people whose latest message that was not "
                + "delivered is of this journey; may be repeated (default: sms,email). The audience has a column of consent for "
                + "each, such as sms_consent or sms.",
            valueName: "channels"))
    var channels: [String] = []

    @OptionGroup var chosen: ZonedFilterOptions

    /// The request for a segment; its audience is still to be set.
    func request(_ segment: Segment) throws -> SegmentRequest {
        var request = SegmentRequest(segment, asOf: asOf.moment)
        if let days {
            guard segment.usualDays != nil else {
                throw ValidationError("--days does not apply to \(segment.rawValue), which looks at all events")
            }
            guard 1...Segment.maximumDays ~= days else {
                throw ValidationError("--days takes a number from 1 to \(Segment.maximumDays)")
            }
            request.days = days
        }
        if !channels.isEmpty, segment != .fallback {
            throw ValidationError("--channels applies to fallback only")
        }
        request.channels = try rules()
        request.filter = try chosen.filter()
        return request
    }

    private func rules() throws -> ChannelRules {
        var rules = ChannelRules()
        for text in channels {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let names = parts[parts.count - 1].split(separator: ",").map { $0.filter { $0 != " " } }
            let journey = parts.count == 1 ? nil : MessageName(String(parts[0])).journey
            guard !names.isEmpty, parts.count == 1 || journey != nil else {
                throw ValidationError(
                    "--channels: '\(text)' has no channel, or no journey; write sms,email or 'Cart Recovery=email,sms'")
            }
            if let journey { rules.byJourney.append((journey, names)) } else { rules.usual = names }
        }
        return rules
    }
}

extension ChannelRules {
    /// The columns of consent for each channel.
    var columns: [ListColumn] {
        all.map { channel in
            ListColumn(
                ["consent", "opt_in", "optin", "subscribed", "allowed"].map { "\(channel)_\($0)" } + [channel])
        }
    }
}
