import TrackingLog

extension Tally {
    /// The counts of each group, with devices and people across shards.
    func groupTallies(_ counts: ReportCounts, count: Int) -> [GroupTally] {
        var groups = [GroupTally](repeating: GroupTally(), count: count)
        for group in groups.indices {
            for part in counts.messages { groups[group].merge(part.groups[group]) }
            for part in counts.devices { groups[group].devices += part.byGroup[group] }
            for part in counts.unconfirmed { groups[group].unconfirmed += part.byGroup[group] }
            for part in counts.persons { groups[group].persons += part.personsByGroup[group] }
        }
        return groups
    }

    /// The groups to show, in order: by time if they have one, else most messages first; then by their values.
    func named(_ groups: [GroupTally], _ grouping: Grouping, _ keys: GroupKeys) -> [Report.Group] {
        let times = Dimension.times.compactMap(keys.dimensions.firstIndex)
        var named: [Report.Group] = []
        for (number, key) in grouping.keys.enumerated() {
            named.append(Report.Group(values: keys.values(of: key, labels), totals: groups[number].totals(labels)))
        }
        return named.sorted { left, right in
            let (leftTimes, rightTimes) = (times.map { left.values[$0] }, times.map { right.values[$0] })
            if leftTimes != rightTimes { return leftTimes.precedes(rightTimes) }
            if left.totals.messages != right.totals.messages { return left.totals.messages > right.totals.messages }
            return left.values.precedes(right.values)
        }
    }
}
