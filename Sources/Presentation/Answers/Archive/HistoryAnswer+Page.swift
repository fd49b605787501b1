import Ledger
public import Pages
import TrackingLog
import TransparencyLog

extension HistoryAnswer: PageAnswer {
    /// What the ledger's entries are.
    private var entries: String {
        let nights = history.nights.count == 1 ? "night" : "nights"
        return history.erasures == 0 ? nights : "entries, \(history.erasures.grouped) of them erasures"
    }

    /// A calendar of nights, and the nights in a table.
    public var page: Page {
        let checkpoint = history.checkpoint
        let verified = history.lastVerification.map { ", \($0.result) when verified on \($0.time)" } ?? ""
        return Page(
            title: "Archive \(checkpoint.origin)",
            lead: """
                <p class="lead">\(.figure(checkpoint.size, "size")) \(entries), \
                \(history.rows.counting("row"))\(verified)</p>
                \(losses)
                <p class="quiet">Root <code>\(.name(checkpoint.root.base64))</code>. \
                The files' sizes were compared, not their bytes: <code>pushtrail verify</code> does that.</p>
                """,
            sections: [
                Page.Section(id: "calendar", title: "The nights", "\(legend.markup)\n\(calendars)"),
                Page.Section(id: "nights", title: "Night by night", table.markup),
            ],
            footer: "<p>Made by <code>pushtrail history</code> on \(time.rfc3339). Times are UTC.</p>")
    }

    /// The sealed nights that are missing or changed.
    private var losses: HTML {
        let states: [(String, History.State)] = [("missing", .missing), ("changed", .changed)]
        let lost = states.compactMap { word, state -> String? in
            let days = history.nights.filter { $0.state == state }.map { "\($0.manifest.day)" }
            guard !days.isEmpty else { return nil }
            let more = days.count > 5 ? " and \((days.count - 5).grouped) more" : ""
            return "\(days.count.counting("night")) \(word): \(days.prefix(5).joined(separator: ", "))\(more)"
        }
        return lost.isEmpty ? "" : "<p class=\"notice\">\(lost.joined(separator: "; ")).</p>"
    }

    private var legend: Legend {
        let sealed = [
            Legend.Entry(style: NightLook.sealed.style, name: showsVerifications ? "sealed, never verified" : "sealed")
        ]
        let verified = Legend.Entry(style: NightLook.verified.style, name: "sealed and verified")
        return Legend(
            (showsVerifications ? [verified] : []) + sealed + [
                .init(style: NightLook.changed.style, name: "changed, crossed out"),
                .init(style: NightLook.missing.style, name: "missing"),
                .init(style: "night-late", name: "with late rows"),
                .init(style: NightLook.none.style, name: "not in the ledger"),
            ])
    }

    /// How a night is drawn.
    private enum NightLook: String {
        case verified, sealed, changed, missing, none

        var style: String { "night-\(rawValue)" }
    }

    /// A calendar for each year that has nights.
    private var calendars: HTML {
        let years = Dictionary(grouping: history.nights) { $0.manifest.day.date.year }
        guard !years.isEmpty else { return "<p>No night is sealed.</p>" }
        return years.keys.sorted().map { year in calendar(years[year] ?? [], of: year) }.joined
    }

    private func calendar(_ nights: [History.Night], of year: Int) -> HTML {
        let byDay = Dictionary(nights.map { ($0.manifest.day, $0) }) { first, _ in first }
        guard let first = byDay.keys.min(), let last = byDay.keys.max() else { return "" }
        let days = (first.daysSince1970...last.daysSince1970).map(Day.init(daysSince1970:))
        return Calendar(
            id: "year-\(year)", title: "The nights of \(year)",
            description: "\(byDay.count) of \(days.count.counting("night")) are in the ledger.",
            cells: days.map { cell(byDay[$0], $0) }
        ).markup
    }

    private func cell(_ night: History.Night?, _ day: Day) -> Calendar.Cell {
        guard let night else { return .init(day: day, style: NightLook.none.style, note: "\(day): not in the ledger") }
        let look: NightLook =
            switch night.state {
            case .missing: .missing
            case .changed: .changed
            case .present: night.isContested ? .changed : night.verified == nil ? .sealed : .verified
            }
        let late = night.manifest.late
        return .init(
            day: day, style: look.style, isMarked: late > 0, isCrossed: look == .changed,
            note: "\(day): \(night.manifest.events.counting("row")), \(late.grouped) late, \(words(night))")
    }

    /// The state of a night, and when it was verified.
    private func words(_ night: History.Night) -> String {
        guard showsVerifications else { return night.state.rawValue }
        let contested = night.isContested ? ", found changed or incomplete by the last verification" : ""
        return "\(night.state.rawValue), " + (night.verified.map { "verified \($0)" } ?? "never verified") + contested
    }

    private var table: DataTable {
        var table = DataTable(
            "Nights in the ledger",
            [
                .init("night", .text), .init("rows"), .init("late"), .init("first event no."), .init("CSV, bytes"),
                .init("zip, bytes"), .init("state", .text),
            ] + (showsVerifications ? [.init("verified", .text)] : []), isSortable: true)
        for (place, night) in history.nights.enumerated() {
            let (manifest, path) = (night.manifest, "nights[\(place)]")
            table.rows.append(
                [
                    "\(manifest.day.description)", .figure(manifest.events, "\(path).rows"),
                    .figure(manifest.late, "\(path).late"), .figure(manifest.firstEvent, "\(path).first_event"),
                    .figure(night.night.csvBytes, "\(path).csv_bytes"),
                    .figure(night.night.zipBytes, "\(path).zip_bytes"),
                    "\(night.state.rawValue)\(night.isContested ? ", not confirmed by the last verification" : "")",
                ] + (showsVerifications ? ["\(night.verified?.description ?? "never")"] : []))
        }
        return table
    }
}
