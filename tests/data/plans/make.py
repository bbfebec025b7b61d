#!/usr/bin/python3
"""Makes the workbooks of this folder with the writers that office programs and services use.

Needs Debian's python3-openpyxl and python3-xlsxwriter (the same writer as libxlsxwriter). The tests read the files as
they lie here; this says what is in them.
"""
import datetime

import openpyxl
import xlsxwriter

first_day = datetime.date(2026, 9, 1)


def school_plan():
    """A plan as a teacher fills it in: titles, a merged heading, dates, soft hyphens, a topic over two rows, a total."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "7Б"
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "Календарно-тематическое планирование по алгебре"
    sheet["A2"], sheet["B2"] = "Предмет:", "Алгебра"
    sheet["A3"] = "Класс: 7 «Б»"
    sheet.append([])
    sheet.append(["№ п/п", "Тема\nурока", "Кол-во\nчасов", "Дата по плану", "Вид контроля", "Домашнее задание"])
    sheet.append([1, 2, 3, 4, 5, 6])
    sheet.merge_cells("A7:F7")
    sheet["A7"] = "1 четверть (18 ч)"
    topics = ["Числовые выражения", "Выражения с\u00a0переменными", "Урок-\nпрактикум: формулы", "Свойства дей\u00adствий",
              "Тождества", "Контрольная работа № 1. Выражения"]
    for index, topic in enumerate(topics):
        hours = "2 ч" if index == 1 else 1
        work = "контрольная работа" if index == 5 else None
        day = first_day + datetime.timedelta(days=7 * index)
        sheet.append([index + 1, topic, hours, day, work, f"§ {index + 1}"])
    sheet.append([])
    sheet.append([None, "Раздел 2. Уравнения"])
    sheet.append([7, "Линейное уравнение", 3])
    row = sheet.max_row + 1
    sheet.cell(row, 1, 8), sheet.cell(row, 2, "Решение задач с помощью уравнений"), sheet.cell(row, 3, 1)
    sheet.cell(row + 1, 1, 9), sheet.cell(row + 1, 3, 1)
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=2)
    sheet.cell(row + 2, 1, "10-11"), sheet.cell(row + 2, 2, "Функция и её график")
    sheet.cell(row + 3, 1, 12)
    sheet.cell(row + 4, 1, "Итого"), sheet.cell(row + 4, 3, "=SUM(C8:C20)")
    hidden = book.create_sheet("Черновик")
    hidden.sheet_state = "hidden"
    hidden.append(["№", "Тема", "Часы"])
    hidden.append([1, "Скрытая тема", 1])
    book.create_sheet("Титул")["A1"] = "Рабочая программа"
    book.save("openpyxl.xlsx")


def two_row_header():
    """Hours in three columns under one title, a rich text, and cells that a program or a person spoiled."""
    book = xlsxwriter.Workbook("xlsxwriter.xlsx", {"default_date_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("План 8А")
    bold, red = book.add_format({"bold": True}), book.add_format({"color": "red"})
    sheet.merge_range("A1:E1", "План по физике", bold)
    sheet.write_row("A3", ["Номер урока", "Раздел", "Наименование темы"], bold)
    sheet.merge_range("D3:F3", "Количество часов", bold)
    sheet.write("G3", "Дата")
    sheet.write_row("D4", ["Контрольные", "Всего", "Практические"])
    row = 4
    for index, topic in enumerate(["Тепловое движение", "Внутренняя энергия", "Способы теплопередачи"]):
        sheet.write(row, 0, index + 1), sheet.write(row, 2, topic), sheet.write(row, 4, index + 1)
        sheet.write_datetime(row, 6, datetime.datetime(2026, 9, 1 + index))
        row += 1
    sheet.write(row, 0, 4)
    sheet.write_rich_string(row, 2, "Лабораторная работа ", red, "№ 1", ": измерение теплоёмкости")
    sheet.write_number(row, 4, 1.0)
    sheet.write_datetime(row + 1, 0, datetime.datetime(2026, 6, 5))
    sheet.write(row + 1, 2, "Номер стал датой"), sheet.write(row + 1, 4, 1)
    sheet.write(row + 2, 0, 6), sheet.write(row + 2, 2, "Половина часа"), sheet.write(row + 2, 4, 0.5)
    sheet.write(row + 3, 0, 7), sheet.write_formula(row + 3, 2, "=1/0", None, "#DIV/0!"), sheet.write(row + 3, 4, 1)
    book.close()


def old_macintosh():
    """Days counted from 1904."""
    book = xlsxwriter.Workbook("epoch1904.xlsx", {"date_1904": True, "default_date_format": "d mmmm yyyy"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["№", "Тема", "Часы", "Дата"])
    sheet.write_row(1, 0, [1, "Дроби", 1])
    sheet.write_datetime(1, 3, datetime.datetime(2026, 9, 1))
    book.close()


school_plan()
two_row_header()
old_macintosh()
