import LogArchive
import TrackingLog

/// The messages of one section, being read.
///
/// Reading goes in steps, and several sections take each step at once: the columns are unpacked and the new texts hashed; the
/// texts get their numbers, section by section; the messages and deliveries are read.
final class TallySection: @unchecked Sendable {
    /// What is wrong with the section; nothing of it may be used then.
    private(set) var fault: ReadingFault?
    let columns: TallyColumns
    private let place: String
    /// The texts that are new in this section, and their bytes.
    private var newTexts: [TallyTexts.Entry] = []
    private var textBytes: [UInt8] = []
    /// The number of the file's texts before them, and with them.
    private(set) var texts = 0..<0
    /// What the section holds.
    var contents = TallySectionContents()

    /// Unpacks a section, and hashes its new texts.
    init(_ packed: PackedSection) {
        place = packed.place
        do throws(ReadingFault) {
            let columns = try packed.columns(TallyFormat.Column.allCases.count)
            self.columns = TallyColumns(columns)
            textBytes = columns[TallyFormat.Column.textBytes.rawValue]
            hashTexts()
        } catch {
            columns = TallyColumns([])
            fault = error
        }
    }

    private func hashTexts() {
        var (lengths, bytes) = (ColumnReader(columns[.textLengths]), ColumnReader(columns[.textBytes]))
        var start = 0
        while lengths.hasMore {
            let text = bytes.next(lengths.next())
            newTexts.append(
                TallyTexts.Entry(
                    key: ShortKey(KeyedHash.of(text)), start: UInt32(start), count: UInt32(text.count),
                    shape: HwidShape(text.bindMemory(to: UInt8.self).span)))
            start += text.count
        }
        if !lengths.isComplete || !bytes.isComplete { refuse(.textLengths) }
    }

    /// Notes that a column holds what cannot be.
    func refuse(_ column: TallyFormat.Column) {
        fault = fault ?? .damagedTally("\(place), has \(column) that cannot be")
    }

    /// Gives new texts and labels their numbers.
    ///
    /// - Parameters:
    ///   - texts: the file's texts so far.
    ///   - labels: the file's labels so far.
    ///   - interned: the tally's labels.
    func number(_ texts: TallyTexts, _ labels: inout TallyLabels, in interned: inout InternedLabels) {
        guard fault == nil else { return }
        let first = texts.count
        texts.append(newTexts, of: textBytes)
        self.texts = first..<texts.count
        (newTexts, textBytes) = ([], [])
        var reader = ColumnReader(columns[.labels])
        while reader.hasMore { labels.append(reader.next(reader.next()), in: &interned) }
        if !reader.isComplete { refuse(.labels) }
    }

    /// Reads messages and deliveries, once their texts have numbers.
    func readMessages(_ texts: TallyTexts, _ labels: TallyLabels) {
        guard fault == nil else { return }
        var reading = TallySectionReading(columns, texts, labels, newTexts: self.texts)
        if let column = reading.read() { return refuse(column) }
        contents = reading.contents
    }
}

/// The messages of a section, as a tally holds them.
struct TallySectionContents {
    /// With the tally's numbers of labels, and the file's of people.
    var messages: [MessageRecord] = []
    /// By message, the places of its first delivery, refusal and rare event; at last those behind the last one's.
    var starts: [(delivery: Int, refusal: Int, rareEvents: Int)] = []
    /// The message is its place here.
    var deliveries: [DeliveryRecord] = []
    /// The delivery is its place here.
    var refusals: [RefusalRecord] = []
    /// The same.
    var rareEvents: [RareEventsRecord] = []
    /// The places of messages, by shard.
    var byShard = [[UInt32]](repeating: [], count: ShortKey.shardCount)
    /// The numbers of the texts that are people.
    var people: [UInt32] = []
    /// The numbers of the deliveries' texts.
    var hwids: [UInt32] = []
    /// The targets of messages; one that is not the earliest has no time.
    var targets: [(message: UInt32, text: UInt32, time: CompactTime)] = []
    /// The places of tracking codes in their column.
    var codes: [Range<Int>] = []
}
