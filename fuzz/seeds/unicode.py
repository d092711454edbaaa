é = '😀'
naïve = é
