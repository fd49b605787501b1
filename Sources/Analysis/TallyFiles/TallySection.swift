import LogArchive
import TrackingLog

/// The messages of one section, being read.
///
/// Reading goes in steps, and several sections take each step at once: the columns are unpacked and the new texts
/// hashed; the texts get their numbers, section by section; the messages and deliveries are read.
final class TallySection: @unchecked Sendable {
    /// What is wrong with the section; nothing of it may be used then.
    private(set) var fault: ReadingFault?
    /// nil where they cannot be unpacked.
    let columns: TallyColumns?
    private let place: String
    /// The texts that are new in this section.
    private var newTexts: [TallyTexts.New] = []
    /// The number of the file's texts before them, and with them.
    private(set) var texts = 0..<0
    /// The messages, by shard.
    let parts = Shards { ShardPart() }
    /// By the shard of their keys, the numbers of texts that are people and not known as such yet.
    private(set) var people: [[UInt32]] = []
    /// What notes need.
    private(set) var notes = TallySectionNotes()

    /// Unpacks a section, and hashes its new texts.
    init(_ packed: PackedSection) {
        place = packed.place
        do throws(ReadingFault) {
            columns = try TallyColumns(packed, count: TallyFormat.Column.allCases.count)
        } catch {
            columns = nil
            fault = error
        }
        if let columns { hashTexts(columns) }
    }

    private func hashTexts(_ columns: TallyColumns) {
        var (lengths, bytes) = (ColumnReader(columns[.textLengths]), ColumnReader(columns[.textBytes]))
        var start = 0
        while lengths.hasMore {
            let text = bytes.next(lengths.next())
            newTexts.append(
                TallyTexts.New(
                    key: ShortKey(KeyedHash.of(text)), shape: HwidShape(text.bindMemory(to: UInt8.self).span),
                    start: start, count: text.count))
            start += text.count
        }
        if !lengths.isComplete || !bytes.isComplete { refuse(.textLengths) }
    }

    private func refuse(_ column: TallyFormat.Column) {
        fault = fault ?? .damagedTally("\(place), has \(column) that cannot be")
    }

    /// Gives new texts and labels their numbers.
    ///
    /// - Parameters:
    ///   - texts: the file's texts so far.
    ///   - labels: the file's labels so far.
    ///   - interned: the tally's labels.
    func number(_ texts: TallyTexts, _ labels: inout TallyLabels, in interned: inout InternedLabels) {
        guard fault == nil, let columns else { return }
        let first = texts.count
        texts.append(newTexts, of: columns[.textBytes])
        self.texts = first..<texts.count
        newTexts = []
        var reader = ColumnReader(columns[.labels])
        while reader.hasMore { labels.append(reader.next(reader.next()), in: &interned) }
        if !reader.isComplete { refuse(.labels) }
    }

    /// Reads messages and deliveries, once their texts have numbers.
    ///
    /// - Parameters:
    ///   - texts: the file's texts, with those of this section.
    ///   - labels: the file's labels.
    ///   - isNoted: whether notes will be written.
    func readMessages(_ texts: TallyTexts, _ labels: TallyLabels, isNoted: Bool) {
        guard fault == nil, let columns else { return }
        var reading = TallySectionReading(
            columns, texts, labels, newTexts: self.texts, into: parts[0], isNoted: isNoted)
        if let column = reading.read() { return refuse(column) }
        people = reading.people
        notes = reading.notes
    }
}

extension ShardPart {
    /// Whether no two of a message's deliveries are of the same device: they are added to a tally without a look.
    ///
    /// - Parameter first: the first of the message's deliveries, up to the last one of all.
    func hasDistinctDevices(from first: Int) -> Bool {
        let count = deliveries.count - first
        guard count > 1 else { return true }
        guard count > 8 else {
            for place in first + 1..<deliveries.count {
                for other in first..<place where deliveries[other].pointee.hwid == deliveries[place].pointee.hwid {
                    return false
                }
            }
            return true
        }
        var keys = NumberedKeys()
        for place in first..<deliveries.count where keys.known(deliveries[place].pointee.hwid) != nil { return false }
        return true
    }
}

/// What is noted of a section's messages, by their numbers in the section.
struct TallySectionNotes {
    /// The places of tracking codes in their column.
    var codes: [Range<Int>] = []
    /// The numbers of the deliveries' texts.
    var hwids: [(message: UInt32, text: UInt32)] = []
    /// The numbers of the targets' texts; one that is not the earliest has no time.
    var targets: [(message: UInt32, text: UInt32, time: CompactTime)] = []
}
