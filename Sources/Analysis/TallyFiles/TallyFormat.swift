import LogArchive

/// The layout of a tally file.
///
/// The article “Tallies” of the command line tool describes it for other programs.
enum TallyFormat {
    /// The version that is written, and the only one that is read.
    static let version = 1
    /// What every tally file begins with, before the version and a line feed.
    static let mark = SetAsideInput.tallyMark
    /// The first bytes of a file of this version.
    static let beginning = mark + Array("\(version)\n".utf8)

    /// What a section holds.
    enum SectionKind: UInt8 {
        /// The first: JSON.
        case head = 0x48
        /// Messages with their deliveries.
        case messages = 0x4D
        /// The last: how much there was.
        case end = 0x45
    }

    /// The columns of a section of messages, in their order in the file.
    enum Column: Int, CaseIterable {
        /// Labels that are new in this section, each after its length.
        case labels
        /// Texts that are new in this section.
        case textLengths, textBytes
        /// Tracking codes.
        case codeLengths, codeBytes
        /// The first event, after that of the message before; the last event, after the first.
        case firsts, spans
        case apps, appTimes, names, nameTimes, people, personTimes, targets, targetTimes
        /// Targets of other rows: their number, then each.
        case otherTargets
        /// The number of deliveries, twice; one more if there are other targets.
        case deliveryCounts
        /// The profiles of this section.
        case profiles
        /// Each delivery's profile, and its device.
        case deliveryProfiles, hwids
        case created, sent, delivered, opened, acceptances, accepted, payloads
        /// The number of kinds of failed rows of a delivery, then each.
        case refusals
        /// The number of kinds of events that a profile cannot count, then each.
        case rareEvents
    }

    /// The bounds of a section of messages. One that is full continues in the next.
    static let fullSection = (messages: 16_384, deliveries: 49_152, bytes: 4 << 20)
    /// The maximum bytes of a section, packed or not: a message's texts may be as long as a log's longest record.
    static let longestSection = 512 << 20
}

/// How one thing refers to a text of the file.
enum TextReference {
    static let none: UInt64 = 0
    /// The next text of the section that nothing referred to yet.
    static let next: UInt64 = 1
    /// The message's target.
    static let target: UInt64 = 2
    /// Any text, by its number and this.
    static let first: UInt64 = 3
}

extension ReadingFault {
    /// A tally whose bytes are not as they were written.
    static func damagedTally(_ reason: String) -> ReadingFault {
        ReadingFault(
            reason: "the tally is damaged: \(reason)",
            remedy: "make it again with `pushtrail tally`, or restore a backup; nothing of it was used")
    }
}
