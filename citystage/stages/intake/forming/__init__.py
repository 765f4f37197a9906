"""The form language: a form is data, read here without a database.

``definition`` says what a form is and what is wrong with one, ``answering`` cleans what people
type, ``reading`` turns stored answers into words, ``editing`` changes a definition step by step.
"""
