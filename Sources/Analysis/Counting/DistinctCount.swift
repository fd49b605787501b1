/// How many different ones were seen.
struct DistinctCount: Sendable {
    var total = 0
    var byGroup: [Int]

    init(groups: Int) {
        byGroup = Array(repeating: 0, count: groups)
    }
}
